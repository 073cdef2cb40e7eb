// Rules that targets on AWS share. Without Pulumi: a page imports them too.
import { ruleWords, type Rule, tagFaults } from "@modelport/target-kit";

export type { AlarmRule } from "./alarm-rule.ts";

interface TagSettings {
  readonly tags: Readonly<Record<string, string>>;
}

const TAG_CHARACTERS = "letters, digits, spaces and _ . : / = + - @";

/** IAM is the strictest of the services: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
export const tagsAreFree = (({ tags }) => ({
  tags: tagFaults(tags, {
    key: "tags",
    platform: "AWS",
    name: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, inWords: `1 to 128 ${TAG_CHARACTERS}` },
    value: {
      pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
      inWords: `up to 256 ${TAG_CHARACTERS}`,
      nearest: (value) => value.replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, "-").slice(0, 256),
    },
    reserved: { pattern: /^aws:/i, inWords: `that begin with "aws:"` },
    most: 50,
  }),
})) satisfies Rule<TagSettings>;

interface AlarmSettings {
  readonly alarms: boolean;
  readonly alarmTopicArn?: string | undefined;
}

const { is, set, remove } = ruleWords<AlarmSettings>();

export const topicsNeedAlarms = (({ alarms, alarmTopicArn }) =>
  alarms || alarmTopicArn === undefined
    ? {}
    : {
        alarmTopicArn:
          `${is("alarmTopicArn", alarmTopicArn)}, but modelport:alarms is false, so nothing would notify it: ` +
          `turn them on with ${set("alarms", true)}, or remove the topic with ${remove("alarmTopicArn")}.`,
      }) satisfies Rule<AlarmSettings>;

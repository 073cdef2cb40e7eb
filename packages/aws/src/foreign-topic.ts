import { configCommand } from "@modelport/target-kit";

/**
 * The sentence that refuses a topic of another region than the stack's; undefined if there is none.
 * CloudWatch rejects them: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function foreignTopic(stack: string, alarmTopicArn: string | undefined, region: string): string | undefined {
  const of = alarmTopicArn?.split(":")[3];
  if (of === undefined || of === region) return undefined;
  return (
    `modelport:alarmTopicArn is "${alarmTopicArn}", but aws:region is ${region}, and an alarm notifies topics of its own region only: ` +
    `name a topic of ${region}, or remove this one with ${configCommand({ key: "alarmTopicArn" }, stack)}.`
  );
}

import { instanceDisks, instancePrices, instancePricesInIreland, savingsPlans } from "@modelport/aws/compute-prices";
import { familyOf, NODE_TYPE_NAMES, nodeTypeOf, unitsOf } from "@modelport/aws/instance-types";
import {
  accountAllowances,
  accountPrices,
  accountPricesInIreland,
  publicIpv4,
  publicIpv4InIreland,
} from "@modelport/aws/prices";
import { COUNTRIES, REGIONS_SOURCE } from "@modelport/aws/regions";
import { committedPrices, defineTarget, elsewhere, type Facts, type Price, priceList } from "@modelport/target-kit";
import { course, notDeployed, stated, withoutDeployment } from "./alternative.ts";
import { machineLines } from "./machine.ts";
import { furtherMachines, ONE_MACHINE } from "./one-machine.ts";

const { price } = priceList({ region: "us-east-1", readOn: "2026-12-01" });

const types = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html";

const facts = {
  title: "One virtual machine on AWS EC2",
  limits: {
    memoryMiB: stated(
      393_216 - 256,
      types,
      "Of an m7i.24xlarge, the largest type in the table, less the system's own.",
    ),
    vcpus: stated(96, types, "The same."),
    ...ONE_MACHINE.limits,
  },
  qualities: { ...ONE_MACHINE.qualities, lockIn: stated("low", course, "A Linux machine and a container.") },
  offers: ONE_MACHINE.offers,
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new or small one may not have it."),
  ...withoutDeployment,
  cannot: ONE_MACHINE.cannot,
} as const satisfies Facts;

const listed = {
  t3: { ...instancePrices.t3, name: "Machine, t3" },
  m7i: { ...instancePrices.m7i, name: "Machine, m7i" },
  furtherMachines: furtherMachines(price),
  disks: { ...instanceDisks, name: "Disk", note: "gp3, 20 GB." },
  publicIpv4: publicIpv4("To be called, and to reach the registry."),
  egress: accountPrices.egress,
} satisfies Record<string, Price>;

/** What a Compute Savings Plan covers, and the ids of the prices that it leaves. */
const covered = { t3: "committedT3", m7i: "committedM7i" } as const;

const withPlan = (list: typeof listed) => ({ ...list, ...committedPrices(list, covered, savingsPlans.instances) });

const sizes = NODE_TYPE_NAMES.map((name) => ({ name, ...nodeTypeOf(name) }));

export const ec2Vm = defineTarget({
  ...notDeployed,
  name: "ec2-vm",
  facts,
  prices: withPlan(listed),
  pricesElsewhere: {
    "eu-west-1": withPlan(
      elsewhere(listed, {
        region: "eu-west-1",
        readOn: "2026-12-01",
        read: {
          t3: instancePricesInIreland.t3,
          m7i: instancePricesInIreland.m7i,
          publicIpv4: publicIpv4InIreland,
          egress: accountPricesInIreland.egress,
        },
      }),
    ),
  },
  switches: {
    spot: { note: "One Spot machine may be taken back with two minutes' notice, and no other serves then." },
    commitment: {
      note: "A Compute Savings Plan covers the machine; not its disk or address.",
      prices: covered,
    },
  },
  allowances: accountAllowances,
  cost: (inputs) => {
    const { prices } = inputs;
    return machineLines(inputs, {
      sizes,
      hourOf: ({ name }) => ({ price: prices[familyOf(name)], units: unitsOf(name) }),
      disk: prices.disks,
      address: prices.publicIpv4,
      egress: prices.egress,
      further: prices.furtherMachines,
    });
  },
});

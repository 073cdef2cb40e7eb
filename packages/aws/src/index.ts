export { checkedInUp } from "./checked-in-up.ts";
export { declareAlarm, type Alarm } from "./alarm.ts";
export { foreignTopic } from "./foreign-topic.ts";
export { assumedBy, policyDocument, writesLog, type Statement } from "./iam-documents.ts";
export { imageRepository, type ImageRepositoryArgs } from "./image-repository.ts";
export { placeOf, type Place } from "./place.ts";
export { routeOf, type Route } from "./routes.ts";
export { defaultVpc, firstOfZones, foreignSubnet, regionalSubnets, type Subnet, subnetOf } from "./subnets.ts";

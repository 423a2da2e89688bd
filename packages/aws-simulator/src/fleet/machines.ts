import { Random } from '../model/random';
import { Environment, Platform, SimulatedNode, Source } from './types';

/** What decides how a machine is described. */
interface Place {
  random: Random;
  region: string;
  environment: Environment;
  platform: Platform;
}

type Attributes = Pick<
  SimulatedNode,
  | 'id'
  | 'publicIpAddress'
  | 'privateIpAddress'
  | 'instanceState'
  | 'instanceType'
  | 'availabilityZone'
  | 'activationId'
  | 'defaultInstanceName'
  | 'iamRole'
  | 'source'
>;

const INSTANCE_TYPES = [
  't3.medium',
  't3.large',
  'm6i.large',
  'm6i.2xlarge',
  'm7g.xlarge',
  'c6i.xlarge',
  'r6i.2xlarge',
];

/** Where machines of other clouds are, seen from an AWS Region. */
const AZURE_LOCATIONS: Record<string, string> = {
  'eu-central-1': 'germanywestcentral',
  'us-east-1': 'eastus',
  'ap-southeast-2': 'australiaeast',
  'eu-west-1': 'northeurope',
  'us-west-2': 'westus2',
  'ap-northeast-1': 'japaneast',
  'sa-east-1': 'brazilsouth',
  'ca-central-1': 'canadacentral',
};
const GCP_LOCATIONS: Record<string, string> = {
  'eu-central-1': 'europe-west3',
  'us-east-1': 'us-east4',
  'ap-southeast-2': 'australia-southeast1',
  'eu-west-1': 'europe-west1',
  'us-west-2': 'us-west1',
  'ap-northeast-1': 'asia-northeast1',
  'sa-east-1': 'southamerica-east1',
  'ca-central-1': 'northamerica-northeast1',
};

function address(random: Random, network: string): string {
  return `${network}.${random.int(0, 255)}.${random.int(4, 250)}`;
}

/** Instance profile of the instances that have one. */
export const INSTANCE_PROFILE = 'ManagedNodeInstanceProfile';

/** An EC2 instance. */
export function ec2Attributes(
  { random, region }: Place,
  stopped: boolean,
): Attributes {
  const id = `i-0${random.hex(16)}`;
  // A stopped instance gives its public address back.
  const publicIpAddress =
    random.chance(0.3) && !stopped
      ? address(random, `52.${random.int(16, 95)}`)
      : undefined;
  return {
    id,
    publicIpAddress,
    privateIpAddress: address(random, `10.${random.int(0, 63)}`),
    instanceState: stopped ? 'stopped' : 'running',
    instanceType: random.pick(INSTANCE_TYPES),
    availabilityZone: `${region}${random.pick(['a', 'b', 'c'])}`,
    activationId: undefined,
    defaultInstanceName: undefined,
    iamRole: INSTANCE_PROFILE,
    source: { type: 'AWS::EC2::Instance', id, location: region },
  };
}

function sourceOf(
  { random, region, environment }: Place,
  id: string,
  name: string,
): Source {
  switch (environment) {
    case 'azure':
      return {
        type: 'Microsoft.Compute/virtualMachines',
        id: random.uuid(),
        location: AZURE_LOCATIONS[region] ?? 'westeurope',
      };
    case 'gcp':
      return {
        type: 'compute.googleapis.com/Instance',
        id: String(random.int(10 ** 15, 9 * 10 ** 15)),
        location: `${GCP_LOCATIONS[region] ?? 'europe-west1'}-${random.pick([
          'a',
          'b',
          'c',
        ])}`,
      };
    case 'edge':
      // Half of the edge runs Greengrass; Systems Manager cannot tell the rest.
      if (random.chance(0.5)) {
        return {
          type: 'AWS::IoT::Thing',
          id: `thing-${name.toLowerCase()}`,
          location: region,
        };
      }
      break;
    default:
  }
  return { type: 'AWS::SSM::ManagedInstance', id, location: region };
}

// Machines of one site and Region were registered with a few activations.
function activationOf({ random, region, environment }: Place): string {
  return Random.create(region, environment, random.int(0, 4)).uuid();
}

/** A machine outside EC2, registered with a hybrid activation. */
export function hybridAttributes(place: Place, name: string): Attributes {
  const { random, environment } = place;
  const id = `mi-0${random.hex(16)}`;
  const ip = address(
    random,
    environment === 'edge' ? '192.168' : `172.${random.int(16, 31)}`,
  );
  return {
    id,
    publicIpAddress: ip,
    privateIpAddress: ip,
    instanceState: undefined,
    instanceType: undefined,
    availabilityZone: undefined,
    activationId: activationOf(place),
    defaultInstanceName: random.chance(0.7) ? name : undefined,
    iamRole: 'service-role/HybridNodes',
    source: sourceOf(place, id, name),
  };
}

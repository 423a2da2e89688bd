import { Service } from '../services/types';
import { cloudwatch } from './cloudwatch';
import { ec2 } from './ec2';
import { logs } from './logs';
import { organizations } from './organizations';
import { sqs } from './sqs';
import { ssm } from './ssm';
import { sts } from './sts';
import { tagging } from './tagging';

/** Everything that is simulated. */
export const SERVICES: readonly Service[] = [
  cloudwatch,
  ec2,
  logs,
  organizations,
  sqs,
  ssm,
  sts,
  tagging,
];

import { Service } from '../services/types';
import { ec2 } from './ec2';
import { organizations } from './organizations';
import { sqs } from './sqs';
import { ssm } from './ssm';
import { sts } from './sts';
import { tagging } from './tagging';

/** Everything that is simulated. */
export const SERVICES: readonly Service[] = [
  ec2,
  organizations,
  sqs,
  ssm,
  sts,
  tagging,
];

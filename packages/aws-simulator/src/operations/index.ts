import { Service } from '../services/types';
import { ssm } from './ssm';
import { sts } from './sts';
import { tagging } from './tagging';

/** Everything that is simulated. */
export const SERVICES: readonly Service[] = [ssm, sts, tagging];

import {
  assertAwsResourceProperty,
  executeAwsApi,
  waitForAwsResourceProperty,
} from './api';
import { approve } from './approve';
import { changeInstanceState } from './changeInstanceState';
import { executeAutomation } from './executeAutomation';
import { executeScript } from './executeScript';
import { branch, pause, sleep, updateVariable } from './flow';
import { runCommand } from './runCommand';
import { Action } from './types';

/** Actions that are simulated, by name. A loop is carried out by the execution itself. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  'aws:approve': approve,
  'aws:assertAwsResourceProperty': assertAwsResourceProperty,
  'aws:branch': branch,
  'aws:changeInstanceState': changeInstanceState,
  'aws:executeAutomation': executeAutomation,
  'aws:executeAwsApi': executeAwsApi,
  'aws:executeScript': executeScript,
  'aws:pause': pause,
  'aws:runCommand': runCommand,
  'aws:sleep': sleep,
  'aws:updateVariable': updateVariable,
  'aws:waitForAwsResourceProperty': waitForAwsResourceProperty,
};

/** How long a step may take when it does not say, in seconds. */
export const DEFAULT_TIMEOUTS: Readonly<Record<string, number>> = {
  'aws:approve': 604_800,
  'aws:executeScript': 600,
  'aws:waitForAwsResourceProperty': 3600,
};

import {
  GetServiceSetting$,
  GetServiceSettingRequest,
  GetServiceSettingResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';

/** Settings of Systems Manager with the values they have until somebody changes them. */
const DEFAULTS: Record<string, string> = {
  '/ssm/managed-instance/activation-tier': 'standard',
  '/ssm/managed-instance/default-ec2-instance-management-role': '$None',
  '/ssm/automation/customer-script-log-destination': 'CloudWatch',
  '/ssm/automation/enable-adaptive-concurrency': 'False',
  '/ssm/documents/console/public-sharing-permission': 'Enable',
  '/ssm/parameter-store/default-parameter-tier': 'Standard',
  '/ssm/parameter-store/high-throughput-enabled': 'false',
};

export const GetServiceSetting: Operation<
  GetServiceSettingRequest,
  GetServiceSettingResult
> = {
  schema: GetServiceSetting$,
  action: 'ssm:GetServiceSetting',
  resource: ({ SettingId }, { account, region }) =>
    `arn:aws:ssm:${region}:${account}:servicesetting${SettingId}`,
  handle({ SettingId = '' }, { account, region, organization }) {
    constraints.length('settingId', SettingId, 1, 1000);
    // An ARN names a setting too.
    const id = SettingId.replace(/^arn:aws:ssm:[^:]*:[^:]*:servicesetting/, '');
    const value = Object.hasOwn(DEFAULTS, id) ? DEFAULTS[id] : undefined;
    if (value === undefined) {
      throw new AwsError(
        'ServiceSettingNotFound',
        `The setting ${SettingId} was not found.`,
      );
    }
    // More than 1,000 hybrid nodes in a Region need the advanced tier.
    const advanced =
      id.endsWith('activation-tier') && account !== organization.management.id;
    return {
      ServiceSetting: {
        SettingId: id,
        SettingValue: advanced ? 'advanced' : value,
        LastModifiedDate: new Date(0),
        LastModifiedUser: 'System',
        ARN: `arn:aws:ssm:${region}:${account}:servicesetting${id}`,
        Status: advanced ? 'Customized' : 'Default',
      },
    };
  },
};

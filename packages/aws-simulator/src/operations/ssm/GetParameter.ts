import {
  GetParameter$,
  GetParameterRequest,
  GetParameterResult,
} from '@aws-sdk/client-ssm';
import { ParameterStore } from '../../parameters/ParameterStore';
import { Operation } from '../../services/types';
import { constraints } from './limits';

/** What stands where a secret is not to be decrypted. */
function sealed(value: string): string {
  return Buffer.from(`AQICAHsimulated:${value.length}`).toString('base64');
}

/** By name or ARN, with `:version` after it or not. Labels are not simulated. */
export const GetParameter: Operation<GetParameterRequest, GetParameterResult> =
  {
    schema: GetParameter$,
    action: 'ssm:GetParameter',
    resource: ({ Name = '' }, { account, region }) =>
      Name.startsWith('arn:')
        ? Name
        : ParameterStore.arnOf(Name.replace(/:.*$/, ''), { account, region }),
    handle({ Name = '', WithDecryption = false }, context) {
      const { account, region, parameters } = context;
      constraints.length('name', Name, 1, 2048);
      const { parameter, version, selector } = parameters.get(
        { account, region },
        Name,
      );
      const secret = version.type === 'SecureString' && !WithDecryption;
      return {
        Parameter: {
          Name: parameter.name,
          Type: version.type,
          Value: secret ? sealed(version.value) : version.value,
          Version: version.version,
          Selector: selector,
          LastModifiedDate: new Date(version.modifiedAt),
          ARN: ParameterStore.arnOf(parameter.name, { account, region }),
          DataType: version.dataType,
        },
      };
    },
  };

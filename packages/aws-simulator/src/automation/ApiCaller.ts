import { Json } from '../documents/types';
import { Principal } from '../identity/principals';

/** Carries out an API call as somebody, in the simulator itself. */
export interface ApiCaller {
  /**
   * @param service - as boto3 names it, e.g. `ssm`
   * @param operation - e.g. `SendCommand`
   * @throws AwsError as the service does, also when it is not allowed
   */
  call(options: {
    principal: Principal;
    region: string;
    /** Epoch milliseconds. */
    now: number;
    service: string;
    operation: string;
    input: Json;
  }): Promise<Json>;
}

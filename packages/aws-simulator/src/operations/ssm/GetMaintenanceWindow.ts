import {
  GetMaintenanceWindow$,
  GetMaintenanceWindowRequest,
  GetMaintenanceWindowResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { toWindow, windowOf } from './windowViews';

export const GetMaintenanceWindow: Operation<
  GetMaintenanceWindowRequest,
  GetMaintenanceWindowResult
> = {
  schema: GetMaintenanceWindow$,
  action: 'ssm:GetMaintenanceWindow',
  resource: ({ WindowId }, { account, region }) =>
    `arn:aws:ssm:${region}:${account}:maintenancewindow/${WindowId}`,
  handle({ WindowId = '' }, context) {
    const window = windowOf(WindowId, context);
    return {
      ...toWindow(window, context.now),
      AllowUnassociatedTargets: false,
      CreatedDate: new Date(window.schedule.createdAt),
      ModifiedDate: new Date(window.modifiedAt),
    };
  },
};

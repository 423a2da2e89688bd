import { usePermission } from '@backstage/plugin-permission-react';
import { managedNodesReportReadPermission } from '@managed-nodes/plugin-managed-nodes-common';
import { ReactNode } from 'react';

/**
 * Something for those who may read the report; for others there is nothing,
 * not even a frame: a home page is the same for all, and most people have no
 * use for being told daily what they may not see.
 */
export const ForReportReaders = (props: { children?: ReactNode }) => {
  const { allowed } = usePermission({
    permission: managedNodesReportReadPermission,
  });
  return <>{allowed && props.children}</>;
};

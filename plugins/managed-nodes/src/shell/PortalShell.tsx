import { PageLayout } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { managedNodesIcon } from '../app/icon';
import { ShellProps } from './types';

/** The frame in the new frontend system: the portal's own page layout. */
export const PortalShell = (props: ShellProps) => {
  const { title, tabs, action, children } = props;
  const titleLink = tabs[0].href;
  const headerActions = useMemo(() => [action], [action]);
  return (
    <PageLayout
      title={title}
      icon={managedNodesIcon}
      titleLink={titleLink}
      tabs={tabs}
      headerActions={headerActions}
    >
      <main>{children}</main>
    </PageLayout>
  );
};

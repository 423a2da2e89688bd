import { Header, HeaderTabs, Page } from '@backstage/core-components';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { selectedTab } from './selectedTab';
import { ShellProps } from './types';

/** The frame in the legacy frontend system. */
export const LegacyShell = (props: ShellProps) => {
  const { pathname } = useLocation();
  return (
    <Page themeId="tool">
      <Header title={props.title}>{props.action}</Header>
      <HeaderTabs
        tabs={props.tabs.map(({ id, label, href }) => ({
          id,
          label,
          tabProps: { component: RouterLink, to: href },
        }))}
        selectedIndex={selectedTab(props.tabs, pathname)}
      />
      {props.children}
    </Page>
  );
};

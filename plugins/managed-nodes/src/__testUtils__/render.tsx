import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { ManagedNodesApi } from '@managed-nodes/plugin-managed-nodes-common';
import { managedNodesApiRef } from '@managed-nodes/plugin-managed-nodes-react';
import { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import { SWRConfig } from 'swr';
import { rootRouteRef } from '../routes';

const Address = () => {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{`${pathname}${search}`}</output>;
};

/** Renders a piece of the plugin in a portal whose backend a test plays. */
export function renderPiece(
  element: ReactElement,
  options: {
    api: Partial<ManagedNodesApi>;
    /** Names of the permissions the user has. Default: none. */
    permissions?: string[];
    /** The address the page is opened at. */
    at?: string;
  },
) {
  const permissionApi = mockApis.permission({
    authorize: ({ permission }) =>
      options.permissions?.includes(permission.name)
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
  });
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [managedNodesApiRef, options.api],
        [permissionApiRef, permissionApi],
      ]}
    >
      {/* What usePermission learnt in one test must not answer in another. */}
      <SWRConfig value={{ provider: () => new Map() }}>
        {element}
        <Address />
      </SWRConfig>
    </TestApiProvider>,
    {
      routeEntries: [options.at ?? '/'],
      mountedRoutes: {
        '/managed-nodes': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
}

import { useRouteRef } from '@backstage/core-plugin-api';
import { toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { readFilter } from '../../nodes/view/nodesView';
import {
  comingPatchesRouteRef,
  missingPatchesRouteRef,
  patchesRouteRef,
  patchExceptionsRouteRef,
  patchOperationsRouteRef,
} from '../../routes';
import { SubNav } from '../../shared/SubNav';

/** The pages about patches. What narrows the nodes stays on the way between them. */
export const PatchesNav = () => {
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const filter = useMemo(() => toQueryString(readFilter(params)), [params]);
  const compliance = useRouteRef(patchesRouteRef)();
  const missing = useRouteRef(missingPatchesRouteRef)();
  const coming = useRouteRef(comingPatchesRouteRef)();
  const operations = useRouteRef(patchOperationsRouteRef)();
  const exceptions = useRouteRef(patchExceptionsRouteRef)();
  const pages = [
    { label: 'Compliance', path: compliance, query: filter },
    { label: 'Missing patches', path: missing, query: filter },
    { label: 'Coming up', path: coming, query: filter },
    { label: 'Operations', path: operations, query: '' },
    { label: 'Exceptions', path: exceptions, query: '' },
  ];
  const isHere = (path: string) =>
    pathname === path ||
    (path !== compliance && pathname.startsWith(`${path}/`));

  return (
    <SubNav
      label="Patches"
      links={pages.map(({ label, path, query }) => ({
        key: path,
        label,
        to: `${path}${query}`,
        current: isHere(path),
      }))}
    />
  );
};

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';
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
import { HIDDEN_IN_PRINT } from '../../shared/print';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5),
    margin: theme.spacing(0, 0, 2),
    padding: 0,
    listStyle: 'none',
  },
  link: {
    display: 'block',
    padding: theme.spacing(0.75, 1.5),
    borderRadius: theme.shape.borderRadius,
    color: theme.palette.text.primary,
    fontSize: 14,
    '&:hover': { background: theme.palette.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    '&[aria-current="page"]': {
      background: theme.palette.action.selected,
      fontWeight: 600,
    },
  },
}));

/** The pages about patches. What narrows the nodes stays on the way between them. */
export const PatchesNav = () => {
  const classes = useStyles();
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
    <nav aria-label="Patches" {...HIDDEN_IN_PRINT}>
      <ul className={classes.list}>
        {pages.map(({ label, path, query }) => (
          <li key={path}>
            <Link
              to={`${path}${query}`}
              underline="none"
              className={classes.link}
              aria-current={isHere(path) ? 'page' : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

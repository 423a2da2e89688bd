import { Entity } from '@backstage/catalog-model';
import { IconComponent, useRouteRef } from '@backstage/core-plugin-api';
import { useAsyncEntity } from '@backstage/plugin-catalog-react';
import { toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import PlayCircleOutlineIcon from '@material-ui/icons/PlayCircleOutline';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { hasRunbooks } from '../../entityFilters';
import { runbooksRouteRef } from '../../routes';
import { entityPlace } from './entityPlace';

const TITLE = 'Run a runbook…';

function useGoToRunbooks(): (entity: Entity) => void {
  const navigate = useNavigate();
  const runbooks = useRouteRef(runbooksRouteRef);
  return useCallback(
    entity =>
      navigate(
        `${runbooks()}${toQueryString({ ...entityPlace(entity).query })}`,
      ),
    [navigate, runbooks],
  );
}

/** The item of the menu of an entity, for the new frontend system. */
export function useRunbooksMenuItem(): {
  title: string;
  onClick: () => void;
  disabled: boolean;
} {
  const { entity } = useAsyncEntity();
  const go = useGoToRunbooks();
  return {
    title: TITLE,
    onClick: () => entity && go(entity),
    disabled: !entity,
  };
}

/**
 * `Run a runbook…` for the menu of entity pages in the legacy frontend system:
 * `<EntityLayout UNSTABLE_extraContextMenuItems={useRunbooksMenuItems()}>`.
 * None for entities that are no nodes and have none.
 *
 * @public
 */
export function useRunbooksMenuItems(): Array<{
  title: string;
  Icon: IconComponent;
  onClick: () => void;
}> {
  const { entity } = useAsyncEntity();
  const go = useGoToRunbooks();
  return entity && hasRunbooks(entity)
    ? [
        {
          title: TITLE,
          Icon: PlayCircleOutlineIcon,
          onClick: () => go(entity),
        },
      ]
    : [];
}

/** Its icon. */
export const runbooksMenuIcon = (
  <PlayCircleOutlineIcon style={{ fontSize: 16 }} />
);

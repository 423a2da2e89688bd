import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { FleetReport } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { BorderedTable } from '../shared/BorderedTable';
import { DefinitionLink } from './DefinitionLink';

const useStyles = makeStyles(theme => ({
  title: { marginBottom: theme.spacing(1) },
}));

/** Whose patches are overdue longest. */
export const OldestProblems = (props: { oldest: FleetReport['oldest'] }) => {
  const classes = useStyles();
  const id = useId();
  if (!props.oldest.length) {
    return null;
  }
  return (
    <section aria-labelledby={id}>
      <Typography
        variant="subtitle1"
        component="h3"
        id={id}
        className={classes.title}
      >
        <DefinitionLink of="overdue-longest">Overdue longest</DefinitionLink>
      </Typography>
      <BorderedTable
        label="Overdue longest"
        columns={[
          'Owner',
          'The first was due',
          <DefinitionLink key="overdue" of="overdue">
            Overdue
          </DefinitionLink>,
        ]}
        airy
      >
        {props.oldest.map(({ owner, dueAt, overdue }) => (
          <TableRow key={owner}>
            <TableCell>
              <EntityDisplayName entityRef={owner} hideIcon />
            </TableCell>
            <TableCell>
              <RelativeTime value={dueAt} />
            </TableCell>
            <TableCell>{countOf(overdue, 'machine')}</TableCell>
          </TableRow>
        ))}
      </BorderedTable>
    </section>
  );
};

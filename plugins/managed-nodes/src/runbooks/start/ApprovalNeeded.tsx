import { RunPreview } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  StateWord,
} from '@managed-nodes/plugin-managed-nodes-react';
import PanToolIcon from '@material-ui/icons/PanTool';
import { makeStyles } from '@material-ui/core/styles';
import { Fragment } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.warning.main}`,
    borderRadius: theme.shape.borderRadius,
    overflowWrap: 'anywhere',
  },
  list: { margin: theme.spacing(0.5, 0), paddingLeft: theme.spacing(3) },
}));

/** That somebody else has to agree, why, and who. */
export const ApprovalNeeded = (props: {
  approval: NonNullable<RunPreview['approval']>;
}) => {
  const classes = useStyles();
  const { reasons, approvers } = props.approval;
  return (
    <section className={classes.root} aria-label="Approval">
      <StateWord tone="warning" icon={PanToolIcon}>
        Somebody else has to approve it first. You start it yourself after that.
      </StateWord>
      {reasons.length > 0 && (
        <ul className={classes.list}>
          {reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {approvers.length > 0 && (
        <div>
          It is asked of{' '}
          {approvers.map((approver, index) => (
            <Fragment key={approver}>
              {index > 0 && ', '}
              <EntityLink entityRef={approver} />
            </Fragment>
          ))}
          .
        </div>
      )}
    </section>
  );
};

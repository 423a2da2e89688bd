import { Link } from '@backstage/core-components';
import { PatchBaseline } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import OpenInNewIcon from '@material-ui/icons/OpenInNew';

const useStyles = makeStyles(theme => ({
  name: { fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle },
  rules: { margin: theme.spacing(1, 0), paddingLeft: theme.spacing(2.5) },
}));

/** Patches that are approved or rejected by name. */
const ByName = (props: { patches: string[]; what: string }) => {
  const { patches, what } = props;
  return patches.length ? (
    <details>
      <summary>
        {countOf(patches.length, 'patch', 'patches')} {what} by name
      </summary>
      <bdi>{patches.join(', ')}</bdi>
    </details>
  ) : null;
};

/** By which rules the patches of a node are measured. */
export const BaselineFacts = (props: { baseline: PatchBaseline }) => {
  const classes = useStyles();
  const { baseline } = props;
  return (
    <>
      <div className={classes.name}>
        <MiddleTruncated text={baseline.name} max={60} />
      </div>
      <div className={classes.quiet}>
        {baseline.predefined ? 'One of AWS’s own' : 'Made in this account'}
        {baseline.defaultBaseline && `, the default of its operating system`}
      </div>
      {baseline.rules.length ? (
        <ul className={classes.rules} aria-label="Approval rules">
          {baseline.rules.map(rule => (
            <li key={rule}>
              <bdi>{rule}</bdi>
            </li>
          ))}
        </ul>
      ) : (
        <div>It approves nothing by rule.</div>
      )}
      <ByName patches={baseline.approvedPatches} what="approved" />
      <ByName patches={baseline.rejectedPatches} what="rejected" />
      <Link to={baseline.consoleUrl}>
        Open in Patch Manager{' '}
        <OpenInNewIcon style={{ fontSize: '1em' }} aria-hidden />
      </Link>
    </>
  );
};

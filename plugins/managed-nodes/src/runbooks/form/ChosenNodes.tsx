import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  StateWord,
  truncateMiddle,
  useNodes,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { filterWords, NO_NODES, NodeChoice, withNodes } from './nodeChoice';

/** Chips shown at first, as hundreds at once help nobody. */
const SHOWN = 20;

const useStyles = makeStyles(theme => ({
  chips: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5),
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
    listStyle: 'none',
  },
  chip: { margin: 0, maxWidth: '100%' },
  all: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    overflowWrap: 'anywhere',
  },
  quiet: { color: theme.palette.textSubtle },
}));

const TooMany = (props: { count: number; maxNodes: number }) =>
  props.count > props.maxNodes ? (
    <div>
      <StateWord tone="warning" icon={ReportProblemOutlined}>
        One run may have {countOf(props.maxNodes, 'node')} at most, not counting
        those that are left out.
      </StateWord>
    </div>
  ) : null;

const AllOf = (props: {
  filter: NodeFilter;
  maxNodes: number;
  onLift: () => void;
}) => {
  const classes = useStyles();
  const { data } = useNodes({ ...props.filter, limit: 1 });
  const words = filterWords(props.filter);
  const label = data
    ? `All ${countOf(data.totalItems, 'node')} of ${words}`
    : `All nodes of ${words}`;
  return (
    <div className={classes.all}>
      <span role="status">
        <b>{label}</b>
      </span>
      <Button size="small" variant="outlined" onClick={props.onLift}>
        Choose single ones instead
      </Button>
      {data && <TooMany count={data.totalItems} maxNodes={props.maxNodes} />}
    </div>
  );
};

/** The nodes that were chosen, each to be taken back. */
export const ChosenNodes = (props: {
  choice: NodeChoice;
  /** The most that a run may have. */
  maxNodes: number;
  onChange: (choice: NodeChoice) => void;
}) => {
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const { choice, onChange } = props;
  if (choice.kind === 'all') {
    return (
      <AllOf
        filter={choice.filter}
        maxNodes={props.maxNodes}
        onLift={() => onChange(NO_NODES)}
      />
    );
  }
  const { nodes } = choice;
  const shown = all ? nodes : nodes.slice(0, SHOWN);
  return (
    <div>
      <span role="status" className={nodes.length ? '' : classes.quiet}>
        {nodes.length
          ? `${countOf(nodes.length, 'node')} chosen`
          : 'No node is chosen yet.'}
      </span>{' '}
      {nodes.length > 1 && (
        <Button size="small" onClick={() => onChange(NO_NODES)}>
          Take all back
        </Button>
      )}
      <TooMany count={nodes.length} maxNodes={props.maxNodes} />
      {nodes.length > 0 && (
        <ul className={classes.chips} aria-label="Chosen nodes">
          {shown.map(node => (
            <li key={node.name}>
              <Chip
                size="small"
                className={classes.chip}
                label={truncateMiddle(node.title || node.name, 40)}
                title={`${node.title} ${node.name}`}
                onClick={() => onChange(withNodes(choice, [node], false))}
                onDelete={() => onChange(withNodes(choice, [node], false))}
                aria-label={`Do not choose ${node.title || node.name}`}
              />
            </li>
          ))}
          {shown.length < nodes.length && (
            <li>
              <Button size="small" onClick={() => setAll(true)}>
                Show {countOf(nodes.length - shown.length, 'more node')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
};

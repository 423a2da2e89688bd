import { DocumentStep } from '@managed-nodes/plugin-managed-nodes-common';
import { MiddleTruncated } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDownwardIcon from '@material-ui/icons/ArrowDownward';
import LoopIcon from '@material-ui/icons/Loop';
import { useId, useMemo } from 'react';
import { RiskWord } from './RiskWord';
import { FlowStep, flowOf, keysOf } from './flow';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  step: {
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    scrollMarginTop: 80,
    '&:target': { borderColor: theme.palette.primary.main },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
  },
  name: { fontWeight: 600, overflowWrap: 'anywhere' },
  action: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: 12,
    color: theme.palette.textSubtle,
  },
  description: {
    marginTop: theme.spacing(0.5),
    whiteSpace: 'pre-line',
    overflowWrap: 'anywhere',
  },
  ways: {
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
    listStyle: 'none',
    fontSize: 13,
    overflowWrap: 'anywhere',
    '& a': { color: theme.palette.link, textDecoration: 'underline' },
  },
  arrow: {
    display: 'flex',
    paddingLeft: theme.spacing(2),
    color: theme.palette.textSubtle,
    fontSize: 18,
    lineHeight: 1,
  },
  loop: {
    margin: theme.spacing(1, 0, 0),
    padding: theme.spacing(1, 0, 0, 1.5),
    borderLeft: `3px solid ${theme.palette.divider}`,
  },
  again: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    marginBottom: theme.spacing(0.5),
    fontSize: 13,
    color: theme.palette.textSubtle,
  },
}));

const Level = (props: {
  label: string;
  flow: FlowStep[];
  keys: ReadonlyMap<string, string>;
  id: string;
}) => {
  const classes = useStyles();
  const { label, flow, id } = props;
  const keys = keysOf(flow, props.keys);
  return (
    <ol className={classes.list} aria-label={label}>
      {flow.map(({ step, key, ways, ends, failure, loop }, index) => (
        <li key={key}>
          {index > 0 && (
            <span className={classes.arrow} aria-hidden>
              {flow[index - 1].ways.length || flow[index - 1].ends ? (
                <>&nbsp;</>
              ) : (
                <ArrowDownwardIcon fontSize="inherit" />
              )}
            </span>
          )}
          <div className={classes.step} id={`${id}${key}`}>
            <div className={classes.head}>
              <span>
                <span className={classes.name}>
                  {index + 1}. <MiddleTruncated text={step.name} max={60} />
                </span>{' '}
                <span className={classes.action}>{step.action}</span>
              </span>
              <RiskWord risk={step.risk} />
            </div>
            {step.description && (
              <div className={classes.description}>{step.description}</div>
            )}
            {loop.length > 0 && (
              <div className={classes.loop}>
                <div className={classes.again}>
                  <LoopIcon fontSize="inherit" /> Again and again:
                </div>
                <Level
                  label={`Steps of the loop ${step.name}`}
                  flow={loop}
                  keys={keys}
                  id={id}
                />
              </div>
            )}
            {(ways.length > 0 || ends || failure) && (
              <ul className={classes.ways}>
                {ways.map(({ when, step: to }) => (
                  <li key={`${when} ${to}`}>
                    {when ? `${when}:` : 'Then'} →{' '}
                    <a href={`#${id}${keys.get(to)}`}>{to}</a>
                  </li>
                ))}
                {ends && <li>Then the run ends.</li>}
                {failure && <li>If it fails, {failure}.</li>}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
};

/** What a document does, step by step, with its branches and loops. */
export const StepFlow = (props: { steps: DocumentStep[] }) => {
  const id = useId();
  const flow = useMemo(() => flowOf(props.steps), [props.steps]);
  return <Level label="Steps" flow={flow} keys={new Map()} id={id} />;
};

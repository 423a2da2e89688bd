import { useRouteRef } from '@backstage/core-plugin-api';
import {
  PreviewRun,
  Runbook,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf, StateWord } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import { makeStyles } from '@material-ui/core/styles';
import { FormEvent, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { runbookRouteRef } from '../../routes';
import { FactList } from '../../shared/FactList';
import { NodePicker } from '../form/NodePicker';
import { selectionOf } from '../form/nodeChoice';
import { ParameterField } from '../form/ParameterField';
import { readForm } from '../form/readForm';
import { valueWords } from '../pieces/valueWords';
import { FirstForm } from './beginning';
import { problemsOf } from './refusals';
import { StageSection } from './StageSection';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3), minWidth: 0 },
  fields: { display: 'grid', gap: theme.spacing(2.5), maxWidth: 640 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** The form of a runbook: on which nodes, and with which parameters. */
export const FillStage = (props: {
  runbook: Runbook;
  /** Entity ref: its nodes are offered at first. */
  relatedTo?: string;
  filled: FirstForm;
  /** What the backend had against what was filled in before. */
  refusal?: string;
  onChange: (filled: FirstForm) => void;
  onDone: (request: PreviewRun) => void;
}) => {
  const classes = useStyles();
  const page = useRouteRef(runbookRouteRef)({ id: props.runbook.id });
  const { runbook, filled, refusal, onChange, onDone } = props;
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const fields = runbook.form.filter(({ takesNodes }) => !takesNodes);
  const { values, problems } = readForm(fields, filled.state);
  const selection = selectionOf(filled.choice);
  const refused = problemsOf(fields, refusal, touched);
  const wrong =
    Object.keys(problems).length + (runbook.onNodes && !selection ? 1 : 0);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong) {
      onDone({
        runbook: runbook.id,
        parameters: values,
        ...(runbook.onNodes && { selection }),
      });
    }
  };

  return (
    <form className={classes.root} noValidate onSubmit={submit}>
      {runbook.onNodes && (
        <StageSection title="On which nodes?">
          <NodePicker
            choice={filled.choice}
            relatedTo={props.relatedTo}
            maxNodes={runbook.maxNodes}
            onChange={choice => onChange({ ...filled, choice })}
          />
        </StageSection>
      )}
      {fields.length > 0 && (
        <StageSection title="With what?">
          <div className={classes.fields}>
            {fields.map(parameter => {
              const { name } = parameter;
              const shown = tried || touched.has(name);
              return (
                <ParameterField
                  key={name}
                  parameter={parameter}
                  value={filled.state[name]}
                  problem={
                    (shown ? problems[name] : undefined) ?? refused[name]
                  }
                  onChange={value => {
                    setTouched(now => new Set([...now, name]));
                    onChange({
                      ...filled,
                      state: { ...filled.state, [name]: value },
                    });
                  }}
                />
              );
            })}
          </div>
        </StageSection>
      )}
      {runbook.fixed.length > 0 && (
        <StageSection title="Set by the runbook">
          <FactList
            facts={runbook.fixed.map(({ name, value }) => [
              name,
              valueWords(value),
            ])}
          />
        </StageSection>
      )}
      <div role="alert">
        {tried && wrong > 0 && (
          <StateWord tone="error" icon={ErrorOutline}>
            {runbook.onNodes && !selection
              ? 'Choose the nodes first.'
              : `${countOf(wrong, 'field needs', 'fields need')} another look.`}
          </StateWord>
        )}
        {refusal && !tried && Object.keys(refused).length === 0 && (
          <StateWord tone="error" icon={ErrorOutline}>
            {refusal}
          </StateWord>
        )}
      </div>
      <div className={classes.buttons}>
        <Button type="submit" variant="contained" color="primary">
          See what it will do
        </Button>
        <Button component={RouterLink} to={page}>
          Cancel
        </Button>
      </div>
    </form>
  );
};

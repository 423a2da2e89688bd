import { PatchPreview } from '@managed-nodes/plugin-managed-nodes-common';
import { countOf, StateWord } from '@managed-nodes/plugin-managed-nodes-react';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ConfirmField } from '../../shared/ConfirmField';
import { OptionFields } from './OptionFields';
import { LeftOut, TakingPart } from './PreviewNodes';
import { PatchActionForm } from './usePatchAction';
import { EFFECTS, previewSentence } from './words';

const useStyles = makeStyles(theme => ({
  sentence: { fontSize: 16 },
  quiet: { color: theme.palette.textSubtle, marginTop: theme.spacing(0.5) },
  confirm: {
    display: 'grid',
    gap: theme.spacing(1),
    justifyItems: 'start',
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.warning.main}`,
    borderRadius: theme.shape.borderRadius,
  },
}));

/** What an operation would do, how it is to be done, and what has to be typed before. */
export const PreviewForm = (props: {
  form: PatchActionForm;
  preview: PatchPreview;
}) => {
  const classes = useStyles();
  const { form, preview } = props;
  const { nodes, skipped, maxNodes, confirm } = preview;
  const tooMany = nodes.length > maxNodes;
  return (
    <>
      <div>
        <Typography className={classes.sentence}>
          {previewSentence(preview)}
        </Typography>
        {nodes.length > 0 && (
          <div className={classes.quiet}>{EFFECTS[form.action]}</div>
        )}
      </div>
      {tooMany && (
        <div role="alert">
          <StateWord tone="error" icon={ErrorOutline}>
            One operation may have {countOf(maxNodes, 'node')} at most. Choose
            fewer, and start it in parts.
          </StateWord>
        </div>
      )}
      {nodes.length > 0 && (
        <section>
          <Typography variant="subtitle1" component="h3">
            Nodes that take part
          </Typography>
          <TakingPart preview={preview} />
        </section>
      )}
      {skipped.length > 0 && (
        <section>
          <Typography variant="subtitle1" component="h3">
            Left out
          </Typography>
          <LeftOut preview={preview} />
        </section>
      )}
      {nodes.length > 0 && !tooMany && (
        <>
          <OptionFields
            action={form.action}
            options={form.options}
            disabled={form.starting}
            onChange={form.setOptions}
          />
          {confirm !== null && (
            <div className={classes.confirm}>
              <span>
                These are many nodes
                {form.options.rebootOption === 'RebootIfNeeded' &&
                  ', and some may reboot'}
                . Type how many there are.
              </span>
              <ConfirmField
                count={confirm}
                value={form.typed}
                onChange={form.setTyped}
              />
            </div>
          )}
        </>
      )}
    </>
  );
};

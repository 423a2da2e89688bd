import { CodeSnippet } from '@backstage/core-components';
import {
  DocumentDetails,
  managedNodesDocumentReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  countOf,
  ErrorState,
  SkeletonLines,
  useDocument,
} from '@managed-nodes/plugin-managed-nodes-react';
import Drawer from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';
import { useId } from 'react';
import { FactList } from '../../shared/FactList';
import { Surface } from '../../shared/Surface';
import { ParametersTable } from '../pieces/ParametersTable';
import { RiskSentence } from '../pieces/RiskWord';
import { StepFlow } from '../pieces/StepFlow';
import { KIND_WORDS } from '../pieces/words';

const useStyles = makeStyles(theme => ({
  paper: { width: 'min(760px, 100vw)', boxSizing: 'border-box' },
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2.5),
    padding: theme.spacing(3),
  },
  head: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: theme.spacing(1),
  },
  title: { overflowWrap: 'anywhere' },
  description: { whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
  text: { maxHeight: 360, overflow: 'auto', overscrollBehavior: 'contain' },
  copy: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(0.5),
  },
}));

const Details = (props: { document: DocumentDetails }) => {
  const classes = useStyles();
  const { document } = props;
  const { content, snippet, text } = document;
  return (
    <>
      {content.description && (
        <div className={classes.description}>{content.description}</div>
      )}
      <FactList
        facts={[
          [
            'Run by',
            `${KIND_WORDS[document.kind]}, schema ${content.schemaVersion}`,
          ],
          ['Owner', document.owner],
          ['Version', document.version],
          document.platforms.length > 0 && [
            'Platforms',
            document.platforms.join(', '),
          ],
          [
            'Where',
            `${countOf(
              document.places,
              'Region',
            )} of the accounts that were read`,
          ],
          ['Risk', <RiskSentence risk={content.risk} />],
        ]}
      />
      <section>
        <div className={classes.copy}>
          <Typography variant="h6" component="h3">
            To publish it
          </Typography>
          <CopyButton text={snippet} what="publication" />
        </div>
        <CodeSnippet text={snippet} language="yaml" />
      </section>
      <section>
        <Typography variant="h6" component="h3" gutterBottom>
          Parameters
        </Typography>
        {content.parameters.length ? (
          <ParametersTable
            parameters={content.parameters.map(parameter => ({ parameter }))}
          />
        ) : (
          'It has none.'
        )}
      </section>
      <section>
        <Typography variant="h6" component="h3" gutterBottom>
          Steps
        </Typography>
        <StepFlow steps={content.steps} />
      </section>
      <details>
        <summary>The document as AWS has it</summary>
        <div className={classes.copy}>
          <CopyButton text={text} what="document" />
        </div>
        <div className={classes.text}>
          <CodeSnippet text={text} language="json" />
        </div>
      </details>
    </>
  );
};

const Body = (props: {
  name: string;
  titleId: string;
  onClose: () => void;
}) => {
  const classes = useStyles();
  const { name, titleId, onClose } = props;
  const { data, error, refetch } = useDocument(name);
  const answer = () => {
    if (data) {
      return <Details document={data} />;
    }
    return error ? (
      <ErrorState
        error={error}
        permission={managedNodesDocumentReadPermission.name}
        onRetry={refetch}
      />
    ) : (
      <SkeletonLines lines={10} />
    );
  };
  return (
    <div className={classes.body}>
      <div className={classes.head}>
        <Typography
          variant="h5"
          component="h2"
          id={titleId}
          className={classes.title}
        >
          {name}
          <CopyButton text={name} what="document name" />
        </Typography>
        <IconButton size="small" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </div>
      {answer()}
    </div>
  );
};

/** One document beside the list: what it does, and the lines that publish it. */
export const DocumentDrawer = (props: {
  /** Undefined: none is looked at. */
  name: string | undefined;
  onClose: () => void;
}) => {
  const classes = useStyles();
  const titleId = useId();
  const { name, onClose } = props;
  return (
    <Drawer
      anchor="right"
      open={name !== undefined}
      onClose={onClose}
      classes={{ paper: classes.paper }}
      PaperProps={{ role: 'dialog', 'aria-labelledby': titleId }}
    >
      {name !== undefined && (
        <Surface>
          <Body name={name} titleId={titleId} onClose={onClose} />
        </Surface>
      )}
    </Drawer>
  );
};

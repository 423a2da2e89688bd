import {
  countOf,
  MiddleTruncated,
  truncateMiddle,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';

const SHOWN_LENGTH = 60;

const useStyles = makeStyles(theme => ({
  table: {
    width: '100%',
    marginTop: theme.spacing(1),
    borderCollapse: 'collapse',
    fontSize: 14,
    '& th, & td': {
      padding: theme.spacing(0.5, 2, 0.5, 0),
      verticalAlign: 'top',
      textAlign: 'left',
    },
    '& th': {
      width: '1%',
      whiteSpace: 'nowrap',
      fontWeight: 400,
      color: theme.palette.textSubtle,
    },
    '& td': { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  },
  more: { padding: theme.spacing(0, 0.5), minWidth: 0 },
}));

const TagValue = (props: { tagKey: string; value: string }) => {
  const classes = useStyles();
  const [whole, setWhole] = useState(false);
  const short = truncateMiddle(props.value, SHOWN_LENGTH);
  if (!props.value) {
    return <em>empty</em>;
  }
  return (
    <>
      <bdi>{whole ? props.value : short}</bdi>{' '}
      {short !== props.value && (
        <Button
          size="small"
          className={classes.more}
          aria-expanded={whole}
          aria-label={`${whole ? 'Shorten' : 'Show all of'} ${truncateMiddle(
            props.tagKey,
            40,
          )}`}
          onClick={() => setWhole(!whole)}
        >
          {whole ? 'Less' : 'All'}
        </Button>
      )}
    </>
  );
};

/** Tags as they were typed by whoever may tag the machine: text and nothing else. */
export const NodeTags = (props: { tags: Record<string, string> }) => {
  const classes = useStyles();
  const id = useId();
  const tags = Object.entries(props.tags).sort(([a], [b]) =>
    a.localeCompare(b),
  );
  return (
    <section aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        {tags.length ? countOf(tags.length, 'tag') : 'Tags'}
      </Typography>
      {tags.length ? (
        <table className={classes.table} aria-labelledby={id}>
          <tbody>
            {tags.map(([key, value]) => (
              <tr key={key}>
                <th scope="row">
                  <MiddleTruncated text={key} max={24} />
                </th>
                <td>
                  <TagValue tagKey={key} value={value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Typography variant="body2">This node has none.</Typography>
      )}
    </section>
  );
};

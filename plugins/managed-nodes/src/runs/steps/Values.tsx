import { plainText } from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';
import { FactList } from '../../shared/FactList';
import { TextBlock } from '../../shared/operations/TextBlock';

/** What is longer, or has many lines, is shown in a box of its own. */
const SHORT = 120;

const useStyles = makeStyles(theme => ({
  title: { fontWeight: 600, fontSize: 13, marginTop: theme.spacing(1) },
}));

function isShort(text: string): boolean {
  return text.length <= SHORT && !/[\r\n]/.test(text);
}

/** What a step was given, or gave, by name: texts, whatever is in them. */
export const Values = (props: {
  title: string;
  values: Record<string, string>;
  /** What files are called after that values are saved as. */
  name: string;
}) => {
  const classes = useStyles();
  const { title, values, name } = props;
  const entries = Object.entries(values);
  if (!entries.length) {
    return null;
  }
  const short = entries.filter(([, text]) => isShort(text));
  const long = entries.filter(([, text]) => !isShort(text));
  return (
    <div>
      <div className={classes.title}>{title}</div>
      <FactList
        facts={short.map(([key, text]) => [
          plainText(key),
          <bdi>{plainText(text) || 'nothing'}</bdi>,
        ])}
      />
      {long.map(([key, text]) => (
        <TextBlock
          key={key}
          title={plainText(key)}
          text={text}
          fileName={`${name}-${key.replace(/[^\w.-]+/g, '-')}.txt`}
        />
      ))}
    </div>
  );
};

import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { countOf } from '../format/text';
import { MiddleTruncated } from './MiddleTruncated';

const CVE = /^CVE-\d{4}-\d{4,19}$/i;

const useStyles = makeStyles(theme => ({
  kb: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '0.95em',
    fontWeight: 600,
    overflowWrap: 'anywhere',
  },
  title: { color: theme.palette.textSubtle, fontSize: '0.9em' },
  cves: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    margin: 0,
    padding: 0,
    listStyle: 'none',
    '& li': { whiteSpace: 'nowrap' },
  },
  more: {
    padding: 0,
    border: 0,
    background: 'none',
    font: 'inherit',
    color: theme.palette.primary.main,
    cursor: 'pointer',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
}));

/**
 * A patch as it is named everywhere: its KB or package, with its title
 * beneath.
 *
 * @public
 */
export const PatchName = (props: {
  patch: { kbId: string; title: string };
  /** Where the KB or package leads. */
  to?: string;
  /** Greatest length of the title in characters. Default: 60. */
  max?: number;
}) => {
  const classes = useStyles();
  const { patch, to, max = 60 } = props;
  const name = patch.kbId || patch.title;
  const text = <MiddleTruncated text={name} max={48} />;
  return (
    <>
      <div className={classes.kb}>
        {to ? <Link to={to}>{text}</Link> : text}
      </div>
      {patch.title !== name && (
        <div className={classes.title}>
          <MiddleTruncated text={patch.title} max={max} />
        </div>
      )}
    </>
  );
};

/**
 * CVEs, each leading to its record; the first ones at first.
 *
 * @public
 */
export const CveLinks = (props: {
  cves: string[];
  /** How many are shown at first. Default: 2. */
  shown?: number;
}) => {
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const { cves, shown = 2 } = props;
  const visible = all ? cves : cves.slice(0, shown);
  const more = cves.length - visible.length;
  if (!cves.length) {
    return <span>–</span>;
  }
  return (
    <ul className={classes.cves} aria-label="CVEs">
      {visible.map(cve => (
        <li key={cve}>
          {CVE.test(cve) ? (
            <Link to={`https://www.cve.org/CVERecord?id=${cve}`}>{cve}</Link>
          ) : (
            // Whatever else stands here is somebody's text.
            <MiddleTruncated text={cve} max={24} />
          )}
        </li>
      ))}
      {more > 0 && (
        <li>
          <button
            type="button"
            className={classes.more}
            aria-label={`Show ${countOf(more, 'more CVE')}`}
            onClick={event => {
              // Rows around it open something when clicked.
              event.stopPropagation();
              setAll(true);
            }}
          >
            {more} more
          </button>
        </li>
      )}
    </ul>
  );
};

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  countOf,
  EntityLink,
  RelativeTime,
  RUN_SKIP_WORDS,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import { runbookRouteRef, runRouteRef } from '../../routes';
import { Fact, FactList } from '../../shared/FactList';
import { rateWords } from '../../shared/rates';
import { tookWords } from './runSentence';

/** Who did what, when and how. */
export const RunFacts = (props: { run: Run }) => {
  const runLink = useRouteRef(runRouteRef);
  const runbookLink = useRouteRef(runbookRouteRef);
  const now = useNow();
  const { run } = props;
  const { approval } = run;
  const took = tookWords(
    { startedAt: run.launchedAt, endedAt: run.endedAt },
    now,
  );
  const facts: Fact[] = [
    ['Runbook', <Link to={runbookLink({ id: run.runbook })}>{run.title}</Link>],
    [
      approval ? 'Asked for' : 'Started',
      <>
        <RelativeTime value={run.startedAt} copyable /> by{' '}
        <EntityLink entityRef={run.startedBy} />
      </>,
    ],
    approval !== null &&
      run.launchedAt !== null && [
        'Started',
        <RelativeTime value={run.launchedAt} copyable />,
      ],
    run.endedAt !== null && [
      'Ended',
      <RelativeTime value={run.endedAt} copyable />,
    ],
    took !== null && [run.endedAt ? 'Took' : 'Takes so far', took],
    run.cancelledBy !== null && [
      'Cancelled by',
      <EntityLink entityRef={run.cancelledBy} />,
    ],
    run.note !== null && ['Note', <bdi>{run.note}</bdi>],
    run.retryOf !== null && [
      'Tries again',
      <Link to={runLink({ id: run.retryOf })}>
        the nodes that failed before
      </Link>,
    ],
    [
      'Document',
      <>
        <bdi>{run.document}</bdi>, version {run.version}
      </>,
    ],
    [
      'Content (SHA-256)',
      <>
        <code>{run.hash.slice(0, 12)}</code>{' '}
        <CopyButton text={run.hash} what="SHA-256 of the document" />
      </>,
    ],
    run.nodes > 0 && [
      'Pace',
      `${rateWords(
        run.maxConcurrency,
        'node',
      )} at once in each account and Region, no further ones after ${rateWords(
        run.maxErrors,
        'error',
      )}`,
    ],
    run.skipped.length > 0 && [
      'Left out',
      run.skipped
        .map(
          ({ reason, count }) =>
            `${countOf(count, 'node')}: ${RUN_SKIP_WORDS[
              reason
            ].toLocaleLowerCase('en')}`,
        )
        .join('; '),
    ],
    run.sentAs === 'portal' && [
      'In AWS',
      'sent with the portal’s own credentials, as there is no role to name after a person',
    ],
  ];
  return <FactList facts={facts} />;
};

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Runbook } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  countOf,
  EntityLink,
  exactTime,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import { FactList } from '../../shared/FactList';
import { WithEntities } from '../pieces/WithEntities';
import { RiskSentence } from '../pieces/RiskWord';
import { runsRouteRef } from '../../routes';
import { approvalSentence, KIND_WORDS, reachWords } from '../pieces/words';

const HASH_SHOWN = 12;

/** Who may run it, on what, and what exactly is run. */
export const RunbookFacts = (props: { runbook: Runbook }) => {
  const runs = useRouteRef(runsRouteRef)();
  const { runbook } = props;
  const { approvers, freezes } = runbook;
  return (
    <FactList
      facts={[
        ['Who may run it', <WithEntities text={runbook.audience} />],
        [
          'Nodes',
          runbook.onNodes
            ? `${reachWords(runbook)}, ${countOf(
                runbook.maxNodes,
                'node',
              )} at most in one run`
            : 'It takes no nodes: it is run once in each place that it is published for',
        ],
        ['Risk', <RiskSentence risk={runbook.risk} />],
        ['Approval', approvalSentence(runbook)],
        approvers.length > 0 && [
          'Approved by',
          approvers.map((approver, index) => (
            <span key={approver}>
              {index > 0 && ', '}
              <EntityLink entityRef={approver} />
            </span>
          )),
        ],
        freezes.length > 0 && [
          'Freezes',
          freezes.map(({ name, from, to }) => (
            <div key={`${name} ${from}`}>
              {name}: {exactTime(from)} to {exactTime(to)}
            </div>
          )),
        ],
        ['Runs', <Link to={`${runs}?runbook=${runbook.id}`}>Runs of it</Link>],
        runbook.hasResults && [
          'Results',
          'Runs fill a table, which their pages show',
        ],
        runbook.docsUrl !== null && [
          'More about it',
          <Link to={runbook.docsUrl}>Documentation</Link>,
        ],
        [
          'Document',
          <>
            <MiddleTruncated text={runbook.document} max={48} />
            <CopyButton text={runbook.document} what="document name" />
            <div>
              {KIND_WORDS[runbook.kind]}, version {runbook.version}
            </div>
          </>,
        ],
        [
          'Hash',
          <>
            <code title={runbook.hash}>
              {runbook.hash.slice(0, HASH_SHOWN)}
              {runbook.hash.length > HASH_SHOWN && '…'}
            </code>
            <CopyButton text={runbook.hash} what="hash of the document" />
          </>,
        ],
      ]}
    />
  );
};

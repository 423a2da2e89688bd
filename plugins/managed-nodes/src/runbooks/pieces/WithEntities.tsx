import { EntityLink } from '@managed-nodes/plugin-managed-nodes-react';
import { Fragment } from 'react';

const REFS = /\b((?:group|user):[\w.-]+\/[\w.-]+)/;

/** A sentence in which people and groups are called what the catalog calls them. */
export const WithEntities = (props: { text: string }) => {
  const { text } = props;
  const sentence = REFS.exec(text)?.index === 0 ? text : capital(text);
  return (
    <>
      {sentence.split(REFS).map((part, index) => (
        // What was split by holds the odd places.
        <Fragment key={`${index} ${part}`}>
          {index % 2 ? <EntityLink entityRef={part} /> : part}
        </Fragment>
      ))}
    </>
  );
};

function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}`;
}

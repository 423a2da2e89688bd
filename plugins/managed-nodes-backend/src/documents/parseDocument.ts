import { DocumentContent } from '@managed-nodes/plugin-managed-nodes-common';
import { worst } from './actionRisks';
import { readAutomationSteps } from './automationSteps';
import { CodeParameter, findCodeParameters } from './codeParameters';
import { rawSteps, readCommandSteps } from './commandSteps';
import { cleanLines, readDocument } from './rawDocument';
import { readParameters } from './readParameters';
import { DocumentFormat, readText } from './readText';

const MAX_DESCRIPTION = 16_384;

/** A document, read. */
export interface ParsedDocument {
  /** What people are told. */
  content: DocumentContent;
  /** The parameters that reach code, see {@link findCodeParameters}. */
  code: CodeParameter[];
}

/**
 * Reads the content of an Automation document (schema 0.3) or a Command
 * document (1.2, 2.0, 2.2).
 *
 * Texts in it come from whoever wrote the document: those for people are
 * cleaned and cut. Defaults, allowed values and patterns stay as they are,
 * for they are compared, so whoever shows them has to show them as text.
 *
 * @param text - JSON or YAML of at most 64 KB.
 * @param format - found out when left out.
 * @throws InputError naming what is wrong and where, e.g.
 * `mainSteps[2].nextStep: there is no step named 'x'`.
 */
export function parseDocument(
  text: string,
  format?: DocumentFormat,
): ParsedDocument {
  const document = readDocument(readText(text, format));
  const isAutomation = document.schemaVersion === '0.3';
  const raw = rawSteps(document);
  const steps = isAutomation ? readAutomationSteps(raw) : readCommandSteps(raw);
  const parameters = readParameters(document.parameters);
  return {
    content: {
      kind: isAutomation ? 'automation' : 'command',
      schemaVersion: document.schemaVersion,
      description: cleanLines(document.description, MAX_DESCRIPTION),
      parameters,
      steps,
      risk: worst(steps.map(step => step.risk)),
    },
    code: findCodeParameters(
      parameters.map(({ name }) => name),
      raw,
      document.schemaVersion === '0.3' ? document : {},
    ),
  };
}

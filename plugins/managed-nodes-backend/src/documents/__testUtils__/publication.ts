import { Publication, publicationSchema } from '../publicationSchema';

/** A publication as config has it, with everything that may be left out left out. */
export const MINIMAL = {
  id: 'restart-service',
  title: 'Restart a service',
  document: { name: 'My-RestartService' },
};

/** Reads a publication as it is written. */
export function aPublication(more: object = {}): Publication {
  return publicationSchema.parse({ ...MINIMAL, ...more });
}

import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { managedNodesPatchExceptPermission } from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { NodeAccess } from '../../api/NodeAccess';
import { expressPath, parse, Requests } from '../../api/routing';
import { ExceptionSubject, readText } from './exceptionRows';
import { exceptionOperations as operations } from './operations';
import { ExceptionStore } from './ExceptionStore';

const DAY = 86_400_000;

/** What an exception is about, entity refs in their full form. */
function readSubject({ scope, subject }: ExceptionSubject): string {
  if (scope === 'node') {
    return readText('subject', subject, 512);
  }
  let ref: string | undefined;
  try {
    ref = stringifyEntityRef(parseEntityRef(readText('subject', subject, 512)));
  } catch {
    // Told below, as other kinds are.
  }
  if (!ref || !/^(system|component):/.test(ref)) {
    throw new InputError(
      'subject: expected the entity ref of a System or Component, such as system:default/payments',
    );
  }
  return ref;
}

/** What the routes of exceptions need. */
export interface ExceptionRoutesOptions {
  requests: Requests;
  access: NodeAccess;
  exceptions: ExceptionStore;
  policy: { maxExceptionMs: number };
}

/** Adds exceptions from patches. */
export function addExceptionRoutes(
  router: express.Router,
  { requests, access, exceptions, policy }: ExceptionRoutesOptions,
): void {
  /** Whether the caller sees what it is about, as far as it is there. */
  const isVisible = async (
    subject: ExceptionSubject,
    credentials: BackstageCredentials,
  ) =>
    (await exceptions.countNodes(
      subject,
      await access.visibility(credentials),
    )) > 0;

  /** Makes sure that the caller may except every node that it is about. */
  const requireAllowed = async (
    subject: ExceptionSubject,
    credentials: BackstageCredentials,
  ) => {
    const allowed = await access.allowed(
      managedNodesPatchExceptPermission,
      credentials,
    );
    const [all, own] = await Promise.all([
      exceptions.countNodes(subject),
      exceptions.countNodes(subject, allowed),
    ]);
    if (own < all) {
      throw new NotAllowedError(
        subject.scope === 'node'
          ? `You need the permission ${managedNodesPatchExceptPermission.name} on this node`
          : `You need the permission ${managedNodesPatchExceptPermission.name} on every node of the application`,
      );
    }
  };

  router.get(operations.listPatchExceptions.path, async (req, res) => {
    const query = parse(operations.listPatchExceptions.query, req.query);
    await requests.audit(
      req,
      { eventId: 'patch-exception-list', meta: { query } },
      async () => {
        const visibility = await access.visibility(await requests.caller(req));
        res.json(await exceptions.list(query, visibility, Date.now()));
      },
    );
  });

  router.post(operations.createPatchException.path, async (req, res) => {
    const asked = parse(operations.createPatchException.body, req.body);
    await requests.audit(
      req,
      {
        eventId: 'patch-exception-create',
        severityLevel: 'high',
        meta: { ...asked },
      },
      async () => {
        // Whoever takes the risk has a name.
        const credentials = await requests.human(req);
        const exception = { ...asked, subject: readSubject(asked) };
        const now = Date.now();
        const until = Date.parse(exception.until);
        if (until <= now) {
          throw new InputError('until: expected a time to come');
        }
        if (until - now > policy.maxExceptionMs) {
          throw new InputError(
            `until: an exception may be given for ${
              policy.maxExceptionMs / DAY
            } days at most`,
          );
        }
        if (!(await isVisible(exception, credentials))) {
          throw new NotFoundError(
            `There is no managed node of ${exception.subject}, or none you may see`,
          );
        }
        await requireAllowed(exception, credentials);
        const { userEntityRef } = credentials.principal;
        res
          .status(201)
          .json(await exceptions.add(exception, userEntityRef, now));
      },
    );
  });

  router.post(
    expressPath(operations.endPatchException.path),
    async (req, res) => {
      const { id } = req.params;
      await requests.audit(
        req,
        {
          eventId: 'patch-exception-end',
          severityLevel: 'high',
          meta: { id },
        },
        async () => {
          const credentials = await requests.human(req);
          const now = Date.now();
          const exception = await exceptions.get(id, now);
          if (!exception || !(await isVisible(exception, credentials))) {
            throw new NotFoundError(
              `There is no exception ${id}, or none you may see`,
            );
          }
          await requireAllowed(exception, credentials);
          const { userEntityRef } = credentials.principal;
          res.json(await exceptions.end(id, userEntityRef, now));
        },
      );
    },
  );
}

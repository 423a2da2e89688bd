import { Constraints } from '../../services/constraints';

export const constraints = Constraints.create('ValidationException');

/** As the service model defines InstanceId. */
export const NODE_ID = /^i-(\w{8}|\w{17})$|^mi-\w{17}$/;

export const HYBRID_NODE_ID = /^mi-[0-9a-f]{17}$/;

/** As the service model defines PatchGroup. */
export const PATCH_GROUP = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u;

/** As the service model defines MaxConcurrency and MaxErrors. */
export const MAX_CONCURRENCY = /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/;
export const MAX_ERRORS = /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/;

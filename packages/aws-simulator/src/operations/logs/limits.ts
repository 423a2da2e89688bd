import { Constraints } from '../../services/constraints';

export const constraints = Constraints.create('InvalidParameterException');

/** As the service model defines LogGroupName and LogGroupNamePattern. */
export const GROUP_NAME = /^[.\-_/#A-Za-z0-9]*$/;

/** As the service model defines LogGroupIdentifier. */
export const GROUP_IDENTIFIER = /^[\w#+=/:,.@-]*$/;

/** As the service model defines LogStreamName. */
export const STREAM_NAME = /^[^:*]*$/;

/** Of what CloudWatch Logs lists by pages. */
export const LARGEST_PAGE = 50;

/** Most events of a page. */
export const MOST_EVENTS = 10_000;

/** Most bytes of a page of events. */
export const MOST_BYTES = 1_048_576;

import {
  exactTime,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useSeconds } from './useSeconds';
import { secondsAgo } from './words';

/** `12 seconds ago`, to the second while it is that new; the exact time on hover. */
export const ReadAgo = (props: { value: string }) => {
  const { value } = props;
  const now = useSeconds(true);
  const recent = secondsAgo(value, now);
  return recent ? (
    <time dateTime={value} title={exactTime(value)}>
      {recent}
    </time>
  ) : (
    <RelativeTime value={value} />
  );
};

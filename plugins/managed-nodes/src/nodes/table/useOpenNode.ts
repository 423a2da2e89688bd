import { useCallback, useEffect, useRef } from 'react';
import { useHref, useNavigate } from 'react-router-dom';
import { OpenNode } from './NodeRow';

/**
 * How rows open their node. The function stays the same while the address
 * changes, so that a change of filter does not render every row anew.
 */
export function useOpenNode(): OpenNode {
  const navigate = useNavigate();
  const base = useHref('/');
  const latest = useRef({ navigate, base });
  useEffect(() => {
    latest.current = { navigate, base };
  }, [navigate, base]);

  return useCallback((to, inNewTab) => {
    const { navigate: go, base: root } = latest.current;
    if (inNewTab) {
      window.open(`${root.replace(/\/$/, '')}${to}`, '_blank', 'noopener');
    } else {
      go(to);
    }
  }, []);
}

import { Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/client';
import type { Module } from '../../account/grants';
import { LoadFailure } from '../../ui/ListCard';
import classes from './permissions.module.css';

interface CatalogueProps {
  query: UseQueryResult<Module[]>;
  label: string;
  children: ReactNode;
}

/** The frame in which permissions stand, also while they are fetched and when they could not be had. */
export function Catalogue({ query, label, children }: CatalogueProps) {
  const { t } = useLingui();
  return (
    <div className={classes.catalogue} role="group" aria-label={label}>
      {query.isPending ? (
        <div role="status" aria-label={t`Loading`} className={classes.module}>
          <Skeleton height={12} width="22%" mb={16} />
          <div className={classes.grid}>
            {Array.from({ length: 8 }, (_, index) => (
              <Skeleton key={index} height={20} width="70%" />
            ))}
          </div>
        </div>
      ) : query.isError && query.data === undefined ? (
        <LoadFailure problem={query.error as Problem} retry={() => void query.refetch()} />
      ) : (
        children
      )}
    </div>
  );
}

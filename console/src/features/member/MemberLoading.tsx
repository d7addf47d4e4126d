import { Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { BackToPeople } from './BackToPeople';
import head from './MemberHead.module.css';
import classes from './permissions.module.css';

const rows = 6;

/** The shape of a person's page while it is fetched. */
export function MemberLoading() {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`}>
      <BackToPeople />
      <Skeleton height={24} width={300} maw="70%" mt={12} mb={26} />
      <div className={head.head}>
        <div className={head.identity}>
          <Skeleton height={48} circle />
          <Skeleton height={14} width={160} />
        </div>
        <Skeleton height={14} width={240} maw="100%" />
      </div>
      <div className={classes.catalogue}>
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className={classes.module}>
            <div className={classes.grid}>
              <Skeleton height={14} width="40%" />
              <Skeleton height={14} width="60%" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

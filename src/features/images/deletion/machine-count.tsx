import { useQuery } from '@tanstack/react-query'
import { messageOf } from '#api/client.ts'
import { machinesQuery } from '#api/machines.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import type { ImageId } from './rules/image-id.ts'
import { machineListUrl, machinesWith, type DefaultRelease } from './rules/machines.ts'

/** "13 machines deployed with it", with a link to MAAS's own list. The count of all images is one call. */
export function MachineCount({ image, standard }: { image: ImageId; standard: DefaultRelease }) {
  const { data, error, isFetching } = useQuery(machinesQuery())
  if (!data)
    return <li>{error && !isFetching ? 'The number of machines is not known.' : 'Counting machines…'}</li>
  const count = machinesWith(image, data.counts, standard)
  const text = `${data.complete ? '' : 'At least '}${count} ${count === 1 ? 'machine' : 'machines'} deployed with it`
  return (
    <li>
      {data.page !== null && (count > 0 || !data.complete) ? (
        <a href={machineListUrl(data.page, image, window.location.hostname)} target="_blank" rel="noreferrer">
          {text}
        </a>
      ) : (
        text
      )}
      .
    </li>
  )
}

/** Why machines could not be counted, or that there are too many; once for all images. */
export function MachinesNote() {
  const { data, error, isFetching, refetch } = useQuery(machinesQuery())
  if (error && !data)
    return (
      <p role="alert">
        Could not count the machines. {messageOf(error)}{' '}
        <BusyButton busy={isFetching} busyLabel="Counting…" onClick={() => void refetch()}>
          Try again
        </BusyButton>
      </p>
    )
  if (data && !data.complete)
    return <p>MAAS has more deployed machines than this page counts. The list in MAAS shows all of them.</p>
  return <p role="status">{data ? '' : 'Counting the machines that use these images…'}</p>
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isChanged } from '#api/client.ts'
import { changeImageSetting, imageSettingsQuery, type ImageSettings } from '#api/image-settings.ts'
import { refreshImages } from '#api/images.ts'
import type { ImageSetting } from '#contract/maas.ts'
import type { Table } from '#features/images/rules/model.ts'
import { changedSettings, editedSettings, withEdit, type Edits } from './settings-form.ts'

type Saved = {
  /** The settings that MAAS has now, of those that were to change. */
  readonly done: readonly ImageSetting[]
  /** The setting whose change failed; null: all were changed. */
  readonly failed: { readonly name: ImageSetting; readonly error: unknown } | null
}

/** The settings that name an image, with the unsaved changes of a person. */
export function useSettingsForm(table: Table) {
  const client = useQueryClient()
  const read = useQuery(imageSettingsQuery())
  const [edits, setEdits] = useState<Edits>({})
  const now = read.data
  const save = useMutation({
    mutationFn: async ({ from, edited }: { from: ImageSettings; edited: Edits }): Promise<Saved> => {
      const done: ImageSetting[] = []
      for (const name of changedSettings(from, edited)) {
        const { value, base } = edited[name] ?? { value: from[name], base: from[name] }
        try {
          await changeImageSetting(name, value, base)
          done.push(name)
        } catch (error) {
          return { done, failed: { name, error } }
        }
      }
      return { done, failed: null }
    },
    onSuccess: ({ done, failed }) => {
      setEdits((old) => {
        const left = Object.entries(old).filter(([name]) => !done.some((one) => one === name))
        return Object.fromEntries(left.map(([name, edit]) => [name, rebased(name, edit, failed)]))
      })
      return refreshImages(client)
    },
  })
  return {
    read,
    now,
    wanted: now && editedSettings(now, edits),
    changes: now ? changedSettings(now, edits) : [],
    edit: (name: ImageSetting, value: string) => {
      save.reset()
      if (now) setEdits((old) => withEdit(old, now, name, value, table))
    },
    save: () => now && save.mutate({ from: now, edited: edits }),
    saving: save.isPending,
    saved: save.data,
  }
}

/** After someone else changed a setting, the next try starts from what MAAS has now. */
function rebased(name: string, edit: { value: string; base: string }, failed: Saved['failed']) {
  if (failed?.name !== name || !isChanged(failed.error) || failed.error.now?.what !== 'setting') return edit
  return { ...edit, base: failed.error.now.value }
}

import { Link, useLocation } from 'react-router'

type Props = {
  text: string
  /** The part of the text that becomes a link. Without it, the text is shown as it is. */
  phrase: string
  /** The path of the link, and the parameter that it adds to those of this page. */
  pathname: string
  param: string
  onFollow?: () => void
}

/** A text with one phrase as a link, for texts that name what a dialog with a URL is called. */
export function LinkedText({ text, phrase, pathname, param, onFollow }: Props) {
  const here = useLocation()
  const [before = '', ...after] = text.split(phrase)
  if (after.length === 0) return text
  const params = new URLSearchParams(here.pathname === pathname ? here.search : '')
  params.set(param, '1')
  return (
    <>
      {before}
      <Link to={{ pathname, search: params.toString() }} {...(onFollow && { onClick: onFollow })}>
        {phrase}
      </Link>
      {after.join(phrase)}
    </>
  )
}

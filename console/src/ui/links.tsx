/** Links within the console, in the look of the components they stand in for. */
import { Anchor, type AnchorProps, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import classes from './links.module.css';

type Plain<Props> = Props & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { ref?: Ref<HTMLAnchorElement> };

/** The way back to the list that a page belongs to. */
export const BackLink = createLink(({ children, ...props }: Plain<AnchorProps> & { children?: ReactNode }) => (
  <Anchor {...props} className={classes.back}>
    <IconArrowLeft size={16} stroke={1.7} aria-hidden />
    {children}
  </Anchor>
));
export const TextLink = createLink((props: Plain<AnchorProps>) => <Anchor inherit {...props} />);
export const ButtonLink = createLink((props: Plain<ButtonProps>) => <Button component="a" {...props} />);
export const MenuLink = createLink((props: Plain<MenuItemProps>) => <Menu.Item component="a" {...props} />);

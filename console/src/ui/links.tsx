/** Links within the console, in the look of the components they stand in for. */
import { Anchor, type AnchorProps, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Plain<Props> = Props & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { ref?: Ref<HTMLAnchorElement> };

export const TextLink = createLink((props: Plain<AnchorProps>) => <Anchor {...props} />);
export const ButtonLink = createLink((props: Plain<ButtonProps>) => <Button component="a" {...props} />);
export const MenuLink = createLink((props: Plain<MenuItemProps>) => <Menu.Item component="a" {...props} />);

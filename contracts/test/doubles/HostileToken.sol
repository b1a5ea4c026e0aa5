// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @dev A token that calls back into a contract during a transfer, or moves nothing and returns false.
contract HostileToken is ERC20 {
  address private _target;
  bytes private _call;
  bool private _refuses;
  bool public reentered;

  constructor() ERC20("Hostile", "H") {
    _mint(msg.sender, 1e27);
  }

  function callBack(address target, bytes calldata call) external {
    (_target, _call, reentered) = (target, call, false);
  }

  function refuse() external {
    _refuses = true;
  }

  function transfer(address to, uint256 amount) public override returns (bool) {
    return !_refuses && super.transfer(to, amount);
  }

  function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
    return !_refuses && super.transferFrom(from, to, amount);
  }

  function _update(address from, address to, uint256 amount) internal override {
    super._update(from, to, amount);
    if (_target == address(0)) return;
    (address target, bytes memory call) = (_target, _call);
    delete _target;
    (reentered,) = target.call(call);
  }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Fixture } from "./Fixture.sol";

contract CAITest is Fixture {
  function test_wholeSupplyGoesToTheTreasury() public view {
    assertEq(cai.name(), "Cuckoo AI");
    assertEq(cai.symbol(), "CAI");
    assertEq(cai.decimals(), 18);
    assertEq(cai.totalSupply(), 1_000_000_000e18);
    assertEq(cai.balanceOf(admin), 1_000_000_000e18);
  }

  function testFuzz_permitSetsTheAllowance(uint256 amount) public {
    (address owner, uint256 key) = makeAddrAndKey("permit owner");
    (uint8 v, bytes32 r, bytes32 s) = signPermit(key, bob, amount, block.timestamp);
    cai.permit(owner, bob, amount, block.timestamp, v, r, s);
    assertEq(cai.allowance(owner, bob), amount);
  }
}

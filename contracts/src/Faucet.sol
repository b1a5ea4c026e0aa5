// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Gives test CAI, and the gas to use it, to any address. For test networks only.
/// @notice Anyone may call it for any address, because a newcomer without gas cannot send the first
/// transaction. The rate limit applies to the receiving address; tokens and gas are also limited for all addresses
/// together, because addresses cost nothing. When the gas is spent, a drip gives tokens alone. Fill the faucet by plain
/// transfers of CAI and gas.
contract Faucet {
  using SafeERC20 for IERC20;

  /// @notice The token that it gives out.
  IERC20 public immutable token;
  /// @notice Tokens in one drip.
  uint256 public immutable tokenAmount;
  /// @notice The most tokens that all drips of a period give together.
  uint256 public immutable tokenBudget;
  /// @notice The native balance, in wei, up to which a drip tops the receiver.
  uint256 public immutable gasAmount;
  /// @notice The most native wei that all drips of a period give together.
  uint256 public immutable gasBudget;
  /// @notice Seconds between two drips to one address.
  uint256 public immutable period;
  /// @dev Enough for a contract wallet to receive native money; it is the sponsor who pays for it.
  uint256 private constant RECEIVING_GAS = 10_000;

  /// @notice When an address may receive its next drip, a Unix time; 0 if it has had none.
  mapping(address receiver => uint256 timestamp) public nextDripAt;
  /// @dev By number of the period, since 1970.
  mapping(uint256 periodNumber => uint256 wei_) private _gasGiven;
  mapping(uint256 periodNumber => uint256 wei_) private _tokensGiven;

  event Dripped(address indexed to, address indexed by, uint256 tokens, uint256 gas, uint256 nextDripAt);

  error DripTooSoon(uint256 nextDripAt);
  /// @notice It has no tokens for a drip, or has given all that it gives in this period.
  error FaucetEmpty();
  error ZeroAddress();

  constructor(
    IERC20 token_,
    uint256 tokenAmount_,
    uint256 tokenBudget_,
    uint256 gasAmount_,
    uint256 gasBudget_,
    uint256 period_
  ) {
    token = token_;
    tokenAmount = tokenAmount_;
    tokenBudget = tokenBudget_;
    gasAmount = gasAmount_;
    gasBudget = gasBudget_;
    period = period_;
  }

  /// @notice Accepts the gas that it gives out later.
  receive() external payable { }

  /// @notice What is left of this period's gas for all addresses, in native wei.
  function gasLeft() public view returns (uint256) {
    return Math.min(gasBudget - _gasGiven[block.timestamp / period], address(this).balance);
  }

  /// @notice What is left of this period's tokens for all addresses.
  function tokensLeft() public view returns (uint256) {
    return Math.min(tokenBudget - _tokensGiven[block.timestamp / period], token.balanceOf(address(this)));
  }

  /// @notice Sends `to` one drip of tokens and fills its native balance up to `gasAmount`, if there is enough gas
  /// left and `to` takes it.
  function drip(address to) external {
    if (to == address(0)) revert ZeroAddress();
    uint256 allowedAt = nextDripAt[to];
    if (block.timestamp < allowedAt) revert DripTooSoon(allowedAt);
    if (tokensLeft() < tokenAmount) revert FaucetEmpty();

    uint256 next = block.timestamp + period;
    nextDripAt[to] = next;
    uint256 gas = to.balance < gasAmount ? gasAmount - to.balance : 0;
    if (gas > gasLeft()) gas = 0;
    _gasGiven[block.timestamp / period] += gas;
    _tokensGiven[block.timestamp / period] += tokenAmount;
    token.safeTransfer(to, tokenAmount);
    if (gas != 0) {
      (bool sent,) = to.call{ value: gas, gas: RECEIVING_GAS }("");
      if (!sent) {
        _gasGiven[block.timestamp / period] -= gas;
        gas = 0;
      }
    }
    emit Dripped(to, msg.sender, tokenAmount, gas, next);
  }
}
